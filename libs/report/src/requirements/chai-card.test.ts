import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { dataset, humanItems } from '../../tests/dossier-fixture.ts';
import { hostileStrings, withHostileText } from '../../tests/hostile-text.ts';
import { packInput } from '../../tests/pack-input.ts';
import { renderChaiCard } from './chai-card.ts';

/**
 * Children of each element in the order that the published schema v0.2 has them (`v0.2/schema.xsd` of
 * coalition-for-health-ai/mc-schema, commit 2ae5a91); `?` may be left out, `+` and `*` repeat. Everything else there is
 * `xs:string`. The cards of this test were also checked against the schema itself, with libxml2.
 */
const order: Readonly<Record<string, string>> = {
  AppliedModelCard:
    'BasicInfo ReleaseInfo ModelSummary UsesAndDirections Warnings TrustIngredients KeyMetrics Resources Bibliography',
  BasicInfo: 'ModelName ModelDeveloper DeveloperContact',
  ReleaseInfo:
    'ReleaseStage ReleaseDate ReleaseVersion GlobalAvailability EHRCompatibility? RegulatoryApproval?',
  ModelSummary: 'Summary Keywords',
  Keywords: 'Keyword*',
  Results: 'MetricResult+',
  UsesAndDirections:
    'IntendedUseAndWorkflow PrimaryIntendedUsers HowToUse TargetedPatientPopulation CautionedOutOfScopeSettings',
  Warnings: 'KnownRisksAndLimitations KnownBiasesOrEthicalConsiderations ClinicalRiskLevel',
  TrustIngredients: 'AISystemFacts TransparencyInformation',
  AISystemFacts:
    'OutcomesAndOutputs ModelType FoundationModels? InputDataSource OutputAndInputDataTypes DevelopmentDataCharacterization BiasMitigationApproaches OngoingMaintenance Security? Transparency?',
  TransparencyInformation: 'FundingSource ThirdPartyInformation? StakeholdersConsulted',
  KeyMetrics: 'UsefulnessUsabilityEfficacy FairnessEquity SafetyReliability',
  UsefulnessUsabilityEfficacy:
    'MetricGoal Results Interpretation TestType TestingDataDescription ValidationProcessAndJustification',
  FairnessEquity:
    'MetricGoal Results Interpretation TestType TestingDataDescription ValidationProcessAndJustification',
  SafetyReliability:
    'MetricGoal Results Interpretation TestType TestingDataDescription ValidationProcessAndJustification',
  MetricResult: 'Label ValueJson',
  Resources:
    'EvaluationReferences? ClinicalTrial? PeerReviewedPublications ReimbursementStatus? PatientConsentOrDisclosure',
};

interface Node {
  readonly name: string;
  readonly children: Node[];
  text: string;
}

/** A parser that takes well-formed elements, text and the five entities, and nothing else. */
function parse(xml: string): Node {
  const root: Node = { name: '', children: [], text: '' };
  const open = [root];
  const body = xml.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '');
  for (const [, close, name, text] of body.matchAll(/<(\/?)([A-Za-z]+)(?: xmlns="[^"]+")?>|([^<]+)/g)) {
    const top = open.at(-1)!;
    if (text !== undefined) {
      expect(text.replace(/&(amp|lt|gt|quot|#39|#96);/g, '')).not.toMatch(/[&>]/);
      top.text += text;
    } else if (close) expect(open.pop()!.name).toBe(name);
    else {
      const node = { name: name!, children: [], text: '' };
      top.children.push(node);
      open.push(node);
    }
  }
  expect(open).toEqual([root]);
  return root.children[0]!;
}

function follows(node: Node): void {
  const wanted = order[node.name];
  const names = node.children.map(({ name }) => name);
  if (wanted) {
    const pattern = wanted
      .split(' ')
      .map((name) => name.replace(/^(\w+)([?*+]?)$/, '(?:$1 )$2'))
      .join('');
    expect(`${names.join(' ')} `).toMatch(new RegExp(`^${pattern}$`));
  }
  for (const child of node.children) follows(child);
}

const find = (node: Node, name: string): Node[] => [
  ...(node.name === name ? [node] : []),
  ...node.children.flatMap((child) => find(child, name)),
];

describe('the card', () => {
  test('has the elements of schema v0.2 in their order', () => {
    follows(parse(renderChaiCard(packInput({ dataset, human: humanItems() }))));
    follows(
      parse(renderChaiCard(packInput({ evidence: { ...packInput().evidence, rows: [] }, decision: null }))),
    );
  });

  test('numbers are those of the evidence, with their ids', () => {
    const input = packInput();
    const byId = new Map(input.evidence.rows.map((row) => [row.id, row]));
    const values = find(parse(renderChaiCard(input)), 'ValueJson').map(({ text }) =>
      JSON.parse(text.replaceAll('&quot;', '"')),
    );
    expect(values.length).toBeGreaterThan(10);
    for (const { evidence, estimate } of values) expect(byId.get(evidence)!.estimate).toBe(estimate);
  });

  test('nothing unsigned is said for a person', () => {
    expect(find(parse(renderChaiCard(packInput())), 'PrimaryIntendedUsers')[0]!.text).toBe('');
    const card = parse(renderChaiCard(packInput({ human: humanItems(['intended_users']) })));
    expect(find(card, 'PrimaryIntendedUsers')[0]!.text).toBe('Statement on intended_users.');
  });

  test.each(hostileStrings)('%#: hostile text stays text', (text) => {
    follows(parse(renderChaiCard(withHostileText(text))));
    expect(parseHTML(renderChaiCard(withHostileText(text))).document.querySelector('script')).toBeNull();
  });
});
