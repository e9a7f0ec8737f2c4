import { basename, resolve } from 'node:path';
import { ConfigError, writeAtomically } from '@raredx/experiment';
import { consentCheck, consentedRows, consentSummary } from '@raredx/gate';
import { encodePredictions, readPredictions } from '@raredx/tables';
import { requireParquetOut } from '../../out-folder.ts';
import { createTalk } from '../../talk.ts';
import { consentDay, readConsent } from './read-consent.ts';
import { requirePatients } from './require-patients.ts';

interface ApplyRequest {
  readonly predictions: string;
  readonly ledger: string;
  readonly use: string;
  readonly on?: string;
  readonly out: string;
  readonly patient?: string;
  readonly y?: string;
  readonly p?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * `raredx consent apply`: the predictions of those who allow a use, to be judged anew. The models themselves still learnt
 * from whoever is left out here; `raredx run --consent` fits again without them.
 */
export async function applyConsent(request: ApplyRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const where = basename(request.predictions);
  const asked = { use: request.use, on: consentDay(request.on) };
  requireParquetOut(request.out, request.predictions);
  const ledger = await readConsent(request.ledger);
  const predictions = await readPredictions(resolve(request.predictions), where, {
    ...(request.patient ? { patient: request.patient } : {}),
    ...(request.y ? { y: request.y } : {}),
    ...(request.p ? { p: request.p } : {}),
  });
  requirePatients(where, predictions.unchecked);
  const check = consentCheck(ledger, predictions.patientId.levels, asked);
  const kept = consentedRows(predictions, ledger, asked);
  if (!kept) throw new ConfigError(where, `no patient allows the use (${request.use})`);
  writeAtomically(resolve(request.out), encodePredictions(kept));
  talk.line(consentSummary(check));
  talk.line(
    `next: raredx validate ${request.out} --out DIR, then raredx report diff BEFORE DIR says what moved`,
  );
  const result = { ...check, rows: kept.rows, rowsBefore: predictions.rows, out: request.out };
  process.stdout.write(`${request.json ? JSON.stringify(result) : request.out}\n`);
  return 0;
}
