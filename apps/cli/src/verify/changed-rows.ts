import {
  changedRows,
  type Finding,
  type JudgedTable,
  type Manifest,
  merkleRoot,
  predictionLeaves,
  rowHashesFile,
  rowName,
} from '@raredx/report';
import { rowsInWords } from '@raredx/tables';

const mostRows = 20;

/** The rows of a judged table that are not those sealed: by number, model and resample, never by patient. */
export function rowFindings(
  predictions: JudgedTable,
  manifest: Manifest,
  rowHashes: string | null,
): Finding[] {
  const file = manifest.predictions.path;
  const leaves = predictionLeaves(predictions);
  const root = merkleRoot(leaves.hashes);
  const findings: Finding[] = [];
  if (root !== manifest.predictions.merkleRoot) {
    findings.push({ file, problem: 'the Merkle root of its rows is not the sealed one' });
  }
  if (predictions.rows !== manifest.predictions.rows) {
    const counted = `${rowsInWords(predictions.rows)} where ${manifest.predictions.rows} were sealed`;
    findings.push({ file, problem: counted });
  }
  if (rowHashes === null) return findings;
  const { unsealed, lost } = changedRows(rowHashes, leaves);
  if (unsealed.length + lost.length === 0) return findings;
  if (root === manifest.predictions.merkleRoot) {
    return [...findings, { file: rowHashesFile, problem: `not the hashes of the rows of ${file}` }];
  }
  const rows = [...unsealed].sort((a, b) => a - b);
  for (const row of rows.slice(0, mostRows)) {
    findings.push({ file, problem: `${rowName(predictions, row)} is not as sealed` });
  }
  if (rows.length > mostRows) {
    findings.push({ file, problem: `${rowsInWords(rows.length - mostRows)} more not as sealed` });
  }
  if (lost.length > rows.length) {
    const first = `first: line ${(lost[0] as number) + 1} of ${rowHashesFile}`;
    findings.push({ file, problem: `${rowsInWords(lost.length - rows.length)} removed (${first})` });
  }
  return findings;
}
