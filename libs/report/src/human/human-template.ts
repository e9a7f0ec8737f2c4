import { humanFields } from './human-fields.ts';

/** An empty human.yaml: every field with its question, for people to fill and sign. */
export function humanTemplate(): string {
  const fields = humanFields.map(
    ({ id, title, owner, asks }) =>
      `  # ${title}. Usually answered by: ${owner}.\n  # ${asks}\n  ${id}: { text: "", author: "", signed_by: "", date: "" }`,
  );
  return `# Answers that only people can give. Software never fills this file in.
# A field counts as filled when it has a text, an author, a signer and a date (2026-11-24). Longer texts: text: |
schema_version: 1
fields:
${fields.join('\n')}
# One entry a hazard (ISO 14971); tests: ids of acceptance criteria or of statements of evidence.
# - { id: H1, hazard: "", harm: "", control: "", tests: [], residual: "", signed_by: "", date: "" }
hazards: []
`;
}
