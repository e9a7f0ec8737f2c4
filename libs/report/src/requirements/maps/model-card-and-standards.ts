import { chapter, requirementMap } from '../requirement-map.ts';

const titles = 'clause titles only, in our own words; the standard itself is not reproduced';

// biome-ignore format: one item a line
export const chai = requirementMap(
  {
    id: 'chai',
    title: 'CHAI applied model card',
    source: 'Coalition for Health AI, Applied Model Card schema',
    version: 'v0.2, draft',
    licence: 'free to copy and adapt with its notice; element names only',
    note: 'Also written as chai-model-card.xml, made to be valid by schema v0.2: a valid card says nothing of whether what people write into it is enough.',
  },
  [
    chapter('Card', [
      ['BasicInfo', 'human', 'Name, developer, contact', '', 'developer_contact'],
      ['ReleaseInfo', 'human', 'Stage, date, version, availability, approval', '', 'regulatory_status'],
      ['ModelSummary', 'partly', 'Summary and keywords', 'question', 'intended_use'],
      [
        'UsesAndDirections',
        'human',
        'Use, users, directions, patients, cautioned settings',
        '',
        'intended_use intended_users intended_population labelling cautioned_uses',
      ],
      [
        'Warnings',
        'partly',
        'Risks, limits, biases, clinical risk level',
        'limits',
        'risk_acceptability limitations fairness_rationale',
      ],
      [
        'TrustIngredients',
        'partly',
        'Facts of the system, funding, who was consulted',
        'models dataset',
        'funding patient_involvement',
      ],
      [
        'KeyMetrics.UsefulnessUsabilityEfficacy',
        'auto',
        'Usefulness: discrimination, net benefit',
        'performance net_benefit',
      ],
      ['KeyMetrics.FairnessEquity', 'auto', 'Fairness: results by subgroup', 'subgroups'],
      ['KeyMetrics.SafetyReliability', 'auto', 'Safety: calibration', 'calibration'],
      ['Resources', 'human', 'Publications, trials, consent', '', 'ethics_approval data_sharing'],
    ]),
  ],
);

// biome-ignore format: one item a line
export const iso14971 = requirementMap(
  {
    id: 'iso-14971',
    title: 'ISO 14971 hazards and their tests',
    source: 'ISO 14971, Medical devices: application of risk management',
    version: '2019',
    licence: titles,
    note: 'A hazard of human.yaml names acceptance criteria or statements of evidence as its tests; a name that leads nowhere is refused.',
  },
  [
    chapter('Links', [
      ['hazards', 'partly', 'Hazards, harms, controls, each with its tests', 'hazards', 'risk_acceptability'],
      ['verification', 'auto', 'Verification of controls by acceptance criteria', 'decision'],
      ['residual', 'human', 'Residual risk and its acceptability', '', 'risk_acceptability benefit_risk'],
    ]),
  ],
);

// biome-ignore format: one item a line
export const iec62304 = requirementMap(
  {
    id: 'iec-62304',
    title: 'IEC 62304 software of unknown provenance',
    source: 'IEC 62304, Medical device software: software life cycle processes',
    version: '2006 with amendment 1 of 2015',
    licence: titles,
    note: 'The list of components is sbom.cdx.json, from the lockfile of the installed software.',
  },
  [
    chapter('Software', [
      ['soup', 'auto', 'List of components with name, version, licence and hash', 'software'],
      ['configuration', 'auto', 'Identification of configuration and versions', 'provenance software'],
      ['testing', 'auto', 'System tests with criteria and results', 'decision'],
      ['process', 'human', 'Life cycle process and safety class', '', 'quality_management regulatory_status'],
    ]),
  ],
);
