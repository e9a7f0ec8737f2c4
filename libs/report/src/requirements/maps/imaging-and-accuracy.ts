import { chapter, requirementMap } from '../requirement-map.ts';

const image = { appliesTo: 'imaging' } as const;
const uncounted = 'Items are grouped and named by us: their published numbers and count were not checked.';

// biome-ignore format: one item a line
export const claim = requirementMap(
  {
    id: 'claim',
    title: 'CLAIM 2024 update',
    source:
      'Tejani AS et al. (2024) Checklist for Artificial Intelligence in Medical Imaging (CLAIM): 2024 update. Radiology: Artificial Intelligence 6:e240300',
    version: '2024',
    licence: 'names of topics only, in our own words',
    note: `${uncounted} Applies to images alone.`,
  },
  [
    chapter('Title, introduction, design', [
      ['claim-title', 'human', 'Title and abstract name the use of AI', '', 'publication', image],
      [
        'claim-background',
        'human',
        'Background, intended use, hypotheses',
        '',
        'background intended_use',
        image,
      ],
      ['claim-design', 'human', 'Prospective or retrospective; goal of the study', '', 'protocol', image],
    ]),
    chapter('Data', [
      ['claim-source', 'partly', 'Sources of the data', 'dataset', 'data_source_rationale', image],
      ['claim-eligibility', 'partly', 'Inclusion and exclusion', 'flow', 'intended_population', image],
      ['claim-preprocessing', 'auto', 'Preprocessing and selection of subsets', 'quality models', '', image],
      ['claim-deidentification', 'human', 'Removal of identity', '', 'ethics_approval', image],
      ['claim-missing', 'partly', 'Missing data', 'missingness', 'missing_data_rationale', image],
      ['claim-acquisition', 'partly', 'How images were acquired', 'dataset', 'use_environment', image],
    ]),
    chapter('Reference standard', [
      [
        'claim-reference',
        'human',
        'Definition and rationale of the reference standard',
        '',
        'reference_standard',
        image,
      ],
      ['claim-annotators', 'human', 'Annotators and their qualification', '', 'outcome_assessors', image],
      ['claim-agreement', 'partly', 'Differences between readers', 'agreement', 'outcome_assessors', image],
    ]),
    chapter('Partitions, model, training', [
      ['claim-partition', 'auto', 'How data were assigned to partitions', 'partition', '', image],
      ['claim-independence', 'auto', 'Level at which partitions are disjoint', 'independence', '', image],
      ['claim-size', 'partly', 'Intended sample size', 'counts', 'sample_size_rationale', image],
      ['claim-model', 'auto', 'Model: inputs, outputs, layers, initial weights', 'models', '', image],
      ['claim-software', 'auto', 'Software and versions', 'software provenance', '', image],
      ['claim-training', 'auto', 'Training, tuning, choice of the final model', 'models', '', image],
    ]),
    chapter('Evaluation and results', [
      ['claim-measures', 'auto', 'Measures of performance with intervals', 'methods performance', '', image],
      [
        'claim-robustness',
        'partly',
        'Robustness and sensitivity analyses',
        'instability subgroups',
        'limitations',
        image,
      ],
      ['claim-explain', 'partly', 'Explainability, where a model gives one', 'explanations', 'design_rationale', image],
      ['claim-internal', 'auto', 'Internal testing', 'internal', '', image],
      ['claim-external', 'auto', 'External testing', 'external', '', image],
      ['claim-flow', 'auto', 'Flow and characteristics by partition', 'flow characteristics', '', image],
      ['claim-failure', 'partly', 'Analysis of failures', 'subgroups two_by_two', 'limitations', image],
    ]),
    chapter('Discussion and other', [
      ['claim-limits', 'partly', 'Limits and generalisability', 'limits', 'limitations', image],
      ['claim-practice', 'human', 'Implications for practice', '', 'interpretation', image],
      [
        'claim-protocol',
        'human',
        'Protocol, registration, access to code and data',
        '',
        'protocol data_sharing',
        image,
      ],
      ['claim-funding', 'human', 'Funding', '', 'funding', image],
    ]),
  ],
);

// biome-ignore format: one item a line
export const stardAi = requirementMap(
  {
    id: 'stard-ai',
    title: 'STARD-AI',
    source:
      'Sounderajah V et al. (2025) The STARD-AI reporting guideline for diagnostic accuracy studies using artificial intelligence. Nature Medicine, doi 10.1038/s41591-025-03953-8',
    version: '2025',
    licence: 'names of topics only, in our own words',
    note: uncounted,
  },
  [
    chapter('Title, introduction', [
      ['stard-title', 'human', 'Title and abstract name accuracy and AI', '', 'publication'],
      [
        'stard-role',
        'human',
        'Intended use and clinical role of the index test',
        '',
        'intended_use clinical_workflow',
      ],
      ['stard-objectives', 'human', 'Objectives and hypotheses', '', 'objectives'],
    ]),
    chapter('Participants and data', [
      ['stard-design', 'human', 'Planned before or after the tests were made', '', 'protocol'],
      [
        'stard-eligibility',
        'partly',
        'Eligibility of participants and of data',
        'flow',
        'intended_population',
      ],
      ['stard-source', 'partly', 'Sources, setting, dates, series', 'dataset', 'data_source_rationale'],
      [
        'stard-preparation',
        'partly',
        'Preparation and quality of the data',
        'quality',
        'data_source_rationale',
      ],
      ['stard-partition', 'auto', 'Partitions and their independence', 'partition independence'],
    ]),
    chapter('Tests and analysis', [
      ['stard-index', 'auto', 'Index test: model, version, inputs, outputs', 'model_kind provenance'],
      ['stard-reference', 'human', 'Reference standard and its rationale', '', 'reference_standard'],
      ['stard-thresholds', 'auto', 'Thresholds, declared beforehand or explored', 'thresholds'],
      ['stard-blinding', 'human', 'What readers and assessors knew', '', 'outcome_assessors'],
      ['stard-methods', 'auto', 'Methods for accuracy and its uncertainty', 'methods'],
      ['stard-indeterminate', 'auto', 'Indeterminate results', 'undefined'],
      ['stard-missing', 'partly', 'Missing data on either test', 'missingness', 'missing_data_rationale'],
      ['stard-size', 'partly', 'Sample size and how it was set', 'counts', 'sample_size_rationale'],
      [
        'stard-fairness',
        'partly',
        'Bias and fairness across groups',
        'subgroups disparities',
        'fairness_rationale',
      ],
    ]),
    chapter('Results and discussion', [
      ['stard-flow', 'auto', 'Flow of participants', 'flow'],
      ['stard-baseline', 'auto', 'Characteristics of participants', 'characteristics'],
      ['stard-cross', 'auto', 'Index against reference at each threshold', 'two_by_two'],
      ['stard-accuracy', 'auto', 'Accuracy with intervals', 'performance two_by_two'],
      ['stard-adverse', 'human', 'Harm from either test', '', 'benefit_risk'],
      ['stard-limits', 'partly', 'Limits, bias, generalisability', 'limits', 'limitations'],
      ['stard-practice', 'human', 'Implications for practice', '', 'interpretation'],
      [
        'stard-registration',
        'human',
        'Registration, protocol, funding, access',
        '',
        'protocol funding data_sharing',
      ],
    ]),
  ],
);
