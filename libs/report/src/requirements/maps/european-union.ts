import { chapter, requirementMap } from '../requirement-map.ts';

const eur = 'EU legal text, reuse permitted by Commission Decision 2011/833/EU; text in our own words';

// biome-ignore format: one item a line
export const aiAct = requirementMap(
  {
    id: 'ai-act',
    title: 'EU AI Act: Annex IV with Articles 10, 13 and 15',
    source: 'Regulation (EU) 2024/1689',
    version: 'OJ L, 12 July 2024',
    licence: eur,
    note: 'Dates of application are not stated here: they were being changed when this map was made.',
  },
  [
    chapter('Annex IV, technical documentation', [
      [
        'IV.1',
        'human',
        'General description: purpose, provider, versions, hardware, interface, instructions',
        '',
        'intended_use developer_contact use_environment labelling',
      ],
      ['IV.2a', 'auto', 'Steps of development; use of pretrained or third-party systems', 'models software'],
      ['IV.2b', 'human', 'Design specifications, rationale, trade-offs', '', 'design_rationale'],
      ['IV.2c', 'auto', 'Architecture and computing resources', 'models compute'],
      [
        'IV.2d',
        'partly',
        'Datasheets: origin, selection, labelling, cleaning',
        'dataset quality',
        'data_source_rationale',
      ],
      ['IV.2e', 'human', 'Human oversight measures', '', 'human_oversight'],
      ['IV.2f', 'partly', 'Changes determined beforehand', '', 'change_plan'],
      [
        'IV.2g',
        'partly',
        'Validation and testing, measures, test logs and reports dated and signed',
        'performance subgroups decision',
        'test_report_signature',
      ],
      ['IV.2h', 'partly', 'Cybersecurity measures', 'software', 'cybersecurity'],
      [
        'IV.3',
        'partly',
        'Capabilities and limits, accuracy for groups, foreseeable unintended outcomes',
        'performance subgroups limits',
        'limitations human_oversight',
      ],
      ['IV.4', 'partly', 'Why the performance measures are appropriate', 'methods', 'interpretation'],
      ['IV.5', 'human', 'Risk management system', 'hazards', 'risk_acceptability'],
      ['IV.6', 'partly', 'Changes through the lifecycle', 'provenance', 'change_plan'],
      ['IV.7', 'human', 'Standards applied', '', 'standards_applied'],
      ['IV.8', 'human', 'Declaration of conformity', '', 'regulatory_status'],
      ['IV.9', 'partly', 'System to watch performance after placing on the market', '', 'monitoring_plan'],
    ]),
    chapter('Article 10, data and data governance', [
      [
        '10.2',
        'partly',
        'Governance: collection, preparation, assumptions, suitability',
        'dataset quality',
        'data_source_rationale',
      ],
      ['10.2f', 'auto', 'Examination for possible bias', 'subgroups disparities'],
      ['10.2h', 'auto', 'Data gaps and shortcomings', 'quality missingness undefined'],
      [
        '10.3',
        'partly',
        'Relevant, representative, complete, with suitable statistical properties',
        'characteristics representativeness',
        'intended_population',
      ],
      ['10.4', 'partly', 'Particular to the setting of use', 'sites', 'use_environment'],
    ]),
    chapter('Article 13, transparency', [
      [
        '13.3b',
        'partly',
        'Purpose, accuracy, risks, performance for groups, input data',
        'performance subgroups limits',
        'intended_use',
      ],
      ['13.3d', 'human', 'Human oversight measures for the deployer', '', 'human_oversight'],
    ]),
    chapter('Article 15, accuracy, robustness, cybersecurity', [
      ['15.3', 'auto', 'Accuracy and its measures declared', 'performance two_by_two'],
      ['15.4', 'auto', 'Robustness', 'instability sites'],
      ['15.5', 'partly', 'Cybersecurity', 'software', 'cybersecurity'],
    ]),
  ],
);

// biome-ignore format: one item a line
export const mdr = requirementMap(
  {
    id: 'mdr',
    title: 'MDR index: Annex II and III',
    source: 'Regulation (EU) 2017/745',
    version: 'OJ L 117, 5 May 2017',
    licence: eur,
    note: 'Where this pack stands in the technical file; the file itself is the manufacturer’s.',
  },
  [
    chapter('Annex II, technical documentation', [
      [
        'II.1',
        'human',
        'Device description and specification',
        'model_kind',
        'intended_use regulatory_status',
      ],
      ['II.2', 'human', 'Information supplied by the manufacturer', '', 'labelling'],
      ['II.3', 'partly', 'Design and manufacturing information', 'models software', 'design_rationale'],
      ['II.4', 'human', 'General safety and performance requirements', '', 'standards_applied'],
      [
        'II.5',
        'human',
        'Benefit-risk analysis and risk management',
        'hazards',
        'benefit_risk risk_acceptability',
      ],
      [
        'II.6',
        'partly',
        'Product verification and validation',
        'performance subgroups decision',
        'test_report_signature',
      ],
    ]),
    chapter('Annex III, post-market surveillance', [
      ['III.1', 'human', 'Plan of post-market surveillance', '', 'monitoring_plan'],
      ['III.2', 'human', 'Periodic safety update or surveillance report', '', 'monitoring_plan'],
    ]),
  ],
);
