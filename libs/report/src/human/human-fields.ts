/** What only a person can state. Never generated, never guessed: an empty field is printed as empty. */
export interface HumanField {
  readonly id: string;
  readonly title: string;
  /** What the writer is asked. */
  readonly asks: string;
  /** Who usually answers for it. */
  readonly owner: string;
}

const rows: readonly (readonly [id: string, title: string, owner: string, asks: string])[] = [
  [
    'intended_use',
    'Intended use',
    'manufacturer',
    'What is the output meant to inform, for whom, at which point of care?',
  ],
  ['intended_users', 'Intended users', 'manufacturer', 'Who reads the output, with what training?'],
  [
    'intended_population',
    'Intended population',
    'clinical lead',
    'Which patients is it meant for, and which not?',
  ],
  [
    'use_environment',
    'Use environment',
    'manufacturer',
    'Where is it used: care setting, hardware, connected systems?',
  ],
  [
    'clinical_workflow',
    'Clinical workflow',
    'clinical lead',
    'What happens before and after the output is shown?',
  ],
  [
    'cautioned_uses',
    'Uses cautioned against',
    'manufacturer',
    'Which tasks, settings or patients are out of scope?',
  ],
  [
    'labelling',
    'Labelling and instructions',
    'manufacturer',
    'What do label and instructions tell the user?',
  ],
  [
    'human_oversight',
    'Human oversight',
    'clinical lead',
    'Who can overrule the output, how, and how is that ensured?',
  ],
  ['usability', 'Usability', 'human factors engineer', 'How was it shown that users can use it as intended?'],
  [
    'background',
    'Clinical background',
    'clinical lead',
    'Why is a model needed here, and which exist already?',
  ],
  [
    'health_inequalities',
    'Health inequalities',
    'clinical lead',
    'Which inequalities are known in this field?',
  ],
  [
    'treatments',
    'Treatments received',
    'clinical lead',
    'Which treatments did the patients receive, and how are they dealt with?',
  ],
  [
    'data_source_rationale',
    'Choice of data source',
    'study lead',
    'Why these data, and how were they collected?',
  ],
  [
    'outcome_definition',
    'Outcome definition',
    'clinical lead',
    'How and when was the outcome defined and measured, and why so?',
  ],
  [
    'outcome_assessors',
    'Outcome assessors',
    'study lead',
    'Who assessed the outcome, with what qualification, blind to what?',
  ],
  [
    'predictor_choice',
    'Choice of predictors',
    'clinical lead',
    'Why these predictors, and are they at hand when the model is used?',
  ],
  [
    'predictor_assessors',
    'Predictor assessors',
    'study lead',
    'Who measured predictors that need judgement, blind to what?',
  ],
  [
    'reference_standard',
    'Reference standard',
    'clinical lead',
    'What counts as the truth, and why may it count so?',
  ],
  [
    'sample_size_rationale',
    'Sample size rationale',
    'statistician',
    'Why are these patients enough for the question?',
  ],
  [
    'missing_data_rationale',
    'Missing data rationale',
    'statistician',
    'Why are values missing, and why is the handling right?',
  ],
  [
    'fairness_rationale',
    'Fairness rationale',
    'statistician',
    'Which differences between groups would be unfair, and why?',
  ],
  [
    'ethics_approval',
    'Ethics approval and consent',
    'study lead',
    'Which committee approved, and how did patients consent?',
  ],
  [
    'protocol',
    'Protocol and registration',
    'study lead',
    'Where are protocol and registration, and what was changed since?',
  ],
  ['data_sharing', 'Access to data and code', 'study lead', 'Who may get data and code, and on which terms?'],
  [
    'funding',
    'Funding and interests',
    'study lead',
    'Who paid, with which role, and who has which interests?',
  ],
  [
    'patient_involvement',
    'Patient and public involvement',
    'study lead',
    'How did patients take part in the study?',
  ],
  ['interpretation', 'Interpretation', 'clinical lead', 'What do the results mean for the question?'],
  [
    'limitations',
    'Limitations',
    'statistician',
    'What else limits the results, and which way does it push them?',
  ],
  [
    'next_steps',
    'Next steps',
    'study lead',
    'What is needed before use, and how would poor input be noticed?',
  ],
  [
    'risk_acceptability',
    'Risk acceptability',
    'risk manager',
    'Which residual risks remain, and why are they acceptable?',
  ],
  ['benefit_risk', 'Benefit and risk', 'risk manager', 'Why do benefits outweigh risks?'],
  [
    'design_rationale',
    'Design rationale',
    'developer',
    'Why was the system designed so, with which trade-offs?',
  ],
  [
    'cybersecurity',
    'Cybersecurity',
    'security officer',
    'Which threats were considered, and what is done about them?',
  ],
  [
    'standards_applied',
    'Standards applied',
    'regulatory affairs',
    'Which standards were applied, in full or in part?',
  ],
  [
    'regulatory_status',
    'Regulatory status',
    'regulatory affairs',
    'What is the class, the status and the conformity route?',
  ],
  [
    'monitoring_plan',
    'Monitoring plan',
    'manufacturer',
    'What is watched in use, how often, and who acts on what?',
  ],
  ['change_plan', 'Plan for changes', 'manufacturer', 'Which changes are foreseen, and how is each checked?'],
  [
    'quality_management',
    'Quality management',
    'quality manager',
    'Under which quality system were model and pack made?',
  ],
  [
    'objectives',
    'Objectives',
    'study lead',
    'What was the study to find out: development, evaluation or both?',
  ],
  [
    'publication',
    'Title and abstract',
    'study lead',
    'Where is the paper or summary whose title and abstract follow the checklists?',
  ],
  ['developer_contact', 'Developer and contact', 'manufacturer', 'Who made it, and where are they reached?'],
  [
    'test_report_signature',
    'Signature of the test report',
    'responsible person',
    'Who answers for these tests, with date and signature?',
  ],
];

export const humanFields: readonly HumanField[] = rows.map(([id, title, owner, asks]) =>
  Object.freeze({ id, title, owner, asks }),
);
