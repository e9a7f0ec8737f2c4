import { chapter, requirementMap } from '../requirement-map.ts';

// biome-ignore format: one item a line
export const hti1 = requirementMap(
  {
    id: 'hti-1',
    title: 'HTI-1: source attributes of predictive decision support',
    source: 'US 45 CFR 170.315(b)(11)(iv)(B), 89 FR 1192',
    version: '9 January 2024',
    licence: 'work of the US government, in the public domain; text in our own words',
    note: '31 attributes in 9 groups, numbered as group and place.',
  },
  [
    chapter('1 Details and output', [
      ['1.i', 'human', 'Developer and contact', '', 'developer_contact'],
      ['1.ii', 'human', 'Funding of the development', '', 'funding'],
      ['1.iii', 'partly', 'What the output is', 'question', 'intended_use'],
      ['1.iv', 'auto', 'Kind of output: a prediction', 'model_kind'],
    ]),
    chapter('2 Purpose', [
      ['2.i', 'human', 'Intended use', '', 'intended_use'],
      ['2.ii', 'human', 'Intended patients', '', 'intended_population'],
      ['2.iii', 'human', 'Intended users', '', 'intended_users'],
      ['2.iv', 'human', 'Intended role in decisions', '', 'clinical_workflow'],
    ]),
    chapter('3 Cautioned use', [
      ['3.i', 'human', 'Tasks, situations or patients cautioned against', '', 'cautioned_uses'],
      ['3.ii', 'partly', 'Known risks, wrong settings, limitations', 'limits', 'limitations cautioned_uses'],
    ]),
    chapter('4 Development and inputs', [
      ['4.i', 'partly', 'Inclusion and exclusion of training data', 'flow', 'intended_population'],
      ['4.ii', 'auto', 'Demographic and other named variables among the inputs', 'predictors'],
      ['4.iii', 'partly', 'Demographic representativeness', 'characteristics', 'health_inequalities'],
      [
        '4.iv',
        'partly',
        'Relevance of training data to the intended setting',
        'representativeness',
        'data_source_rationale',
      ],
    ]),
    chapter('5 Fairness in development', [
      ['5.i', 'human', 'Approach to fair output', '', 'fairness_rationale'],
      ['5.ii', 'human', 'Approach against bias', '', 'fairness_rationale'],
    ]),
    chapter('6 External validation', [
      ['6.i', 'partly', 'Source and setting of external data', 'external dataset', 'data_source_rationale'],
      ['6.ii', 'human', 'Who tested externally', '', 'test_report_signature'],
      ['6.iii', 'auto', 'Demographic representativeness of external data', 'characteristics'],
      ['6.iv', 'auto', 'Process of external validation', 'methods external'],
    ]),
    chapter('7 Measures', [
      ['7.i', 'auto', 'Validity in data of the same source', 'internal'],
      ['7.ii', 'auto', 'Fairness in data of the same source', 'subgroups disparities'],
      ['7.iii', 'auto', 'Validity in external data', 'external'],
      ['7.iv', 'auto', 'Fairness in external data', 'subgroups disparities'],
      ['7.v', 'human', 'Evaluations of the use on outcomes', '', 'benefit_risk'],
    ]),
    chapter('8 Maintenance', [
      ['8.i', 'human', 'How and how often validity is watched', '', 'monitoring_plan'],
      ['8.ii', 'partly', 'Validity in local data', 'sites', 'monitoring_plan'],
      ['8.iii', 'human', 'How and how often fairness is watched', '', 'monitoring_plan'],
      ['8.iv', 'partly', 'Fairness in local data', '', 'monitoring_plan'],
    ]),
    chapter('9 Updates', [
      ['9.i', 'human', 'How and how often it is updated', '', 'change_plan'],
      ['9.ii', 'human', 'How often performance is corrected', '', 'change_plan'],
    ]),
  ],
);
