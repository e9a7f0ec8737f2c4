import { chapter, requirementMap } from '../requirement-map.ts';

const public_ = 'work of the US government, in the public domain; text in our own words';

// biome-ignore format: one item a line
export const fda = requirementMap(
  {
    id: 'fda',
    title: 'FDA draft guidance: AI-enabled device software functions',
    source:
      'US Food and Drug Administration, Artificial Intelligence-Enabled Device Software Functions: Lifecycle Management and Marketing Submission Recommendations',
    version: 'draft, January 2025',
    licence: public_,
    note: 'A draft, not for implementation. Only sections and appendices are mapped.',
  },
  [
    chapter('Sections', [
      [
        'device-description',
        'partly',
        'Device description: inputs, outputs, users, environment',
        'model_kind',
        'intended_use intended_users use_environment',
      ],
      ['user-interface', 'human', 'User interface and labelling', '', 'labelling clinical_workflow'],
      ['risk-assessment', 'human', 'Risk assessment', 'hazards', 'risk_acceptability'],
      [
        'data-management',
        'partly',
        'Data management: collection, preparation, independence of development and test data',
        'dataset quality independence',
        'reference_standard',
      ],
      ['model-development', 'auto', 'Model description and development', 'models compute'],
      [
        'validation-performance',
        'auto',
        'Performance validation with intervals, overall and by subgroup',
        'external subgroups sites',
      ],
      ['validation-repeatability', 'auto', 'Repeatability and reproducibility', 'instability'],
      ['validation-uncertainty', 'auto', 'Uncertainty of single outputs', 'uncertainty'],
      ['validation-usability', 'human', 'Usability evaluation', '', 'usability'],
      ['performance-monitoring', 'human', 'Monitoring of device performance', '', 'monitoring_plan'],
      ['cybersecurity', 'partly', 'Cybersecurity, with the bill of materials', 'software', 'cybersecurity'],
      ['public-summary', 'partly', 'Summary for the public', 'performance limits', 'intended_use'],
      ['model-card', 'partly', 'Model card', 'model_kind performance', 'intended_use'],
    ]),
  ],
);

// biome-ignore format: one item a line
export const gmlp = requirementMap(
  {
    id: 'gmlp',
    title: 'Good machine learning practice: guiding principles',
    source: 'International Medical Device Regulators Forum, IMDRF/AIML WG/N88',
    version: 'January 2025',
    licence: 'in our own words',
    note: '10 principles.',
  },
  [
    chapter('Principles', [
      [
        'gmlp-1',
        'human',
        'The intended use is understood, with expertise from all disciplines',
        '',
        'intended_use',
      ],
      [
        'gmlp-2',
        'partly',
        'Good software engineering, security and risk management',
        'software provenance',
        'quality_management cybersecurity',
      ],
      [
        'gmlp-3',
        'partly',
        'Data represent the intended patients',
        'characteristics representativeness',
        'intended_population',
      ],
      ['gmlp-4', 'auto', 'Training and test data are independent', 'independence'],
      ['gmlp-5', 'partly', 'Reference standards are fit for purpose', 'agreement', 'reference_standard'],
      ['gmlp-6', 'auto', 'The model suits data and use: what the data could support', 'comparison internal'],
      ['gmlp-7', 'partly', 'The team of human and AI is judged', '', 'usability human_oversight'],
      [
        'gmlp-8',
        'partly',
        'Testing under clinically relevant conditions',
        'external net_benefit',
        'use_environment',
      ],
      ['gmlp-9', 'partly', 'Users get clear information', 'limits performance', 'labelling'],
      [
        'gmlp-10',
        'partly',
        'Performance in use and retraining are watched',
        '',
        'monitoring_plan change_plan',
      ],
    ]),
  ],
);

// biome-ignore format: one item a line
export const pccp = requirementMap(
  {
    id: 'pccp',
    title: 'FDA predetermined change control plan',
    source:
      'US Food and Drug Administration, Marketing Submission Recommendations for a Predetermined Change Control Plan for AI-Enabled Device Software Functions',
    version: 'final, December 2024',
    licence: public_,
    note: 'The parts of a plan. This pack holds test results; the plan itself is a document of its own.',
  },
  [
    chapter('Parts', [
      ['modifications', 'human', 'Description of modifications', '', 'change_plan'],
      ['protocol-data', 'partly', 'Protocol: data management', 'independence quality', 'change_plan'],
      ['protocol-retraining', 'partly', 'Protocol: re-training', 'models', 'change_plan'],
      [
        'protocol-evaluation',
        'partly',
        'Protocol: performance evaluation against criteria set beforehand',
        'decision',
        'change_plan',
      ],
      ['protocol-update', 'human', 'Protocol: update procedures', '', 'change_plan labelling'],
      ['impact', 'human', 'Impact assessment: benefits and risks', '', 'benefit_risk'],
    ]),
  ],
);
