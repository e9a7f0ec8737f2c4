import type { EvidenceRow } from '@raredx/tables';
import { cohortName } from '../cohort-name.ts';
import { measureHeading } from '../evidence-column.ts';
import { escapeHtml } from '../html.ts';
import { isSigned } from '../human/human-items.ts';
import { openPack, type Pack } from '../pack.ts';
import type { PackInput } from '../pack-input.ts';
import { standingLimits } from '../sections/limits.ts';
import { attributeTitle } from '../subgroup-rows.ts';
import { sources } from './sources.ts';

/** An element's name, and its text or its children. */
type Element = readonly [name: string, content: string | readonly Element[]];

function xml([name, content]: Element, indent: string): string {
  if (typeof content === 'string') return `${indent}<${name}>${escapeHtml(content)}</${name}>`;
  const inner = content.map((child) => xml(child, `${indent}  `)).join('\n');
  return `${indent}<${name}>\n${inner}\n${indent}</${name}>`;
}

/** Only a signed text goes into the card; an element without one stays empty. */
function written({ input }: Pack, ...fields: readonly string[]): string {
  return fields
    .map((field) => input.human?.fields[field])
    .flatMap((answer) => (answer && isSigned(answer) ? [answer.text.trim()] : []))
    .join('\n\n');
}

function result(pack: Pack, row: EvidenceRow): Element {
  const group = row.attribute === null ? '' : `, ${attributeTitle(pack, row.attribute)} ${row.level ?? ''}`;
  const label = `${measureHeading(row)}, ${row.model}, ${cohortName(row, pack.evidence).toLowerCase()}${group}`;
  const { estimate, lower, upper, confidence, method, patients, events, undefinedBecause, id } = row;
  const value = {
    estimate,
    lower,
    upper,
    confidence,
    method,
    patients,
    events,
    undefinedBecause,
    evidence: id,
  };
  return [
    'MetricResult',
    [
      ['Label', label],
      ['ValueJson', JSON.stringify(value)],
    ],
  ];
}

function metric(pack: Pack, name: string, chosen: readonly EvidenceRow[]): Element {
  const { input } = pack;
  const none: Element = [
    'MetricResult',
    [
      ['Label', 'not assessed'],
      ['ValueJson', 'null'],
    ],
  ];
  const independence = input.leak
    ? `Leak certificate: ${input.leak.verdict}.`
    : 'Independence was not checked.';
  return [
    name,
    [
      ['MetricGoal', (input.decision?.criteria ?? []).map(({ id, why }) => `${id}: ${why}`).join('\n')],
      ['Results', chosen.length === 0 ? [none] : chosen.map((row) => result(pack, row))],
      ['Interpretation', written(pack, 'interpretation')],
      ['TestType', [...new Set(chosen.map((row) => cohortName(row, pack.evidence)))].join('; ')],
      ['TestingDataDescription', input.dataset ? `${input.dataset.title}. ${input.dataset.source}` : ''],
      ['ValidationProcessAndJustification', independence],
    ],
  ];
}

function keyMetrics(pack: Pack): Element {
  const [lead] = pack.leads;
  const rows = (name: keyof typeof sources, metrics: readonly string[]) =>
    pack.evidence.rows.filter(
      (row) => row.model === lead && metrics.includes(row.metric) && sources[name].rows?.(row, pack),
    );
  const declared = (row: EvidenceRow) =>
    pack.input.thresholds.some((threshold) => Math.abs(threshold - (row.threshold ?? -1)) < 1e-9);
  return [
    'KeyMetrics',
    [
      metric(pack, 'UsefulnessUsabilityEfficacy', [
        ...rows('performance', ['auroc', 'brier']),
        ...rows('net_benefit', ['net_benefit']).filter(declared),
      ]),
      metric(pack, 'FairnessEquity', rows('subgroups', ['auroc', 'oe_ratio'])),
      metric(pack, 'SafetyReliability', rows('calibration', ['calibration_slope', 'oe_ratio', 'ici'])),
    ],
  ];
}

function facts(pack: Pack): Element {
  const { input } = pack;
  const model = input.models.find(({ name }) => name === pack.leads[0]);
  const columns = (input.dataset?.columns ?? []).map(({ title, type }) => `${title}: ${type}`).join('\n');
  return [
    'AISystemFacts',
    [
      ['OutcomesAndOutputs', `Predicted risk of ${pack.evidence.rows[0]?.label ?? 'the outcome'}, 0 to 1.`],
      ['ModelType', model ? `${model.kind}. ${model.description}` : ''],
      ['InputDataSource', input.dataset?.source ?? ''],
      ['OutputAndInputDataTypes', columns],
      ['DevelopmentDataCharacterization', written(pack, 'data_source_rationale')],
      ['BiasMitigationApproaches', written(pack, 'fairness_rationale')],
      ['OngoingMaintenance', written(pack, 'monitoring_plan')],
      ['Security', written(pack, 'cybersecurity')],
    ],
  ];
}

/**
 * The card of the Coalition for Health AI, valid by its schema v0.2 (names, order and number of elements, all of them
 * texts: the tests hold it).
 */
export function renderChaiCard(input: PackInput): string {
  const pack = openPack(input);
  const text = (...fields: readonly string[]) => written(pack, ...fields);
  const card: readonly Element[] = [
    [
      'BasicInfo',
      [
        ['ModelName', pack.leads[0] ?? ''],
        ['ModelDeveloper', text('developer_contact')],
        ['DeveloperContact', text('developer_contact')],
      ],
    ],
    [
      'ReleaseInfo',
      [
        ['ReleaseStage', text('regulatory_status')],
        ['ReleaseDate', ''],
        ['ReleaseVersion', String(input.provenance.software ?? '')],
        ['GlobalAvailability', ''],
        ['RegulatoryApproval', text('regulatory_status')],
      ],
    ],
    [
      'ModelSummary',
      [
        ['Summary', input.question],
        ['Keywords', [['Keyword', 'rare disease']]],
      ],
    ],
    [
      'UsesAndDirections',
      [
        ['IntendedUseAndWorkflow', text('intended_use', 'clinical_workflow')],
        ['PrimaryIntendedUsers', text('intended_users')],
        ['HowToUse', text('labelling')],
        ['TargetedPatientPopulation', text('intended_population')],
        ['CautionedOutOfScopeSettings', text('cautioned_uses')],
      ],
    ],
    [
      'Warnings',
      [
        ['KnownRisksAndLimitations', [...standingLimits(pack), text('limitations')].join('\n').trim()],
        ['KnownBiasesOrEthicalConsiderations', text('fairness_rationale', 'health_inequalities')],
        ['ClinicalRiskLevel', text('risk_acceptability')],
      ],
    ],
    [
      'TrustIngredients',
      [
        facts(pack),
        [
          'TransparencyInformation',
          [
            ['FundingSource', text('funding')],
            ['StakeholdersConsulted', text('patient_involvement')],
          ],
        ],
      ],
    ],
    keyMetrics(pack),
    [
      'Resources',
      [
        ['PeerReviewedPublications', ''],
        ['PatientConsentOrDisclosure', text('ethics_approval')],
      ],
    ],
    ['Bibliography', ''],
  ];
  const body = card.map((element) => xml(element, '  ')).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<AppliedModelCard xmlns="https://mc.chai.org/v0.2/schema.xsd">\n${body}\n</AppliedModelCard>\n`;
}
