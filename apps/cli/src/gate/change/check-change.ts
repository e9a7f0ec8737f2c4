import { join, resolve } from 'node:path';
import { writeAtomically } from '@raredx/experiment';
import { type ChangeCheck, type ChangePlan, checkChange } from '@raredx/gate';
import { openPackFolder } from '../../diff/opened-pack.ts';
import { type PackDiff, packDiff } from '../../diff/pack-diff.ts';
import { type Chapter, sayDiff } from '../../diff/say-diff.ts';
import { chaptersAsMarkdown } from '../../diff/write-chapters.ts';
import { json } from '../../run/json.ts';
import { createTalk } from '../../talk.ts';
import { changeFactsOf } from './change-facts-of.ts';
import { openSignedPlan } from './signed-plan.ts';

interface ChangeRequest {
  readonly plan: string;
  readonly publicKey: string;
  readonly from: string;
  readonly to: string;
  readonly out?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * `raredx change check`: inside the plan (exit 0) or blocked by a clause (exit 4); the impact assessment is written in
 * either case, since what was blocked is decided by people who need it most.
 */
export async function checkChangeOf(request: ChangeRequest): Promise<number> {
  const talk = createTalk(process.stderr, request.quiet);
  const { plan, keyId } = openSignedPlan(resolve(request.plan), resolve(request.publicKey));
  const before = await openPackFolder(request.from);
  const after = await openPackFolder(request.to);
  const diff = packDiff(before, after);
  const check = checkChange(plan, changeFactsOf(diff, { before, after }));
  // A pack that is not as sealed could say anything.
  const broken = [
    ...(before.broken > 0
      ? [{ clause: 'seal', what: `${request.from} is not as sealed`, holds: false }]
      : []),
    ...(after.broken > 0 ? [{ clause: 'seal', what: `${request.to} is not as sealed`, holds: false }] : []),
  ];
  const findings = [...broken, ...check.findings];
  const result: ChangeCheck = { inside: check.inside && broken.length === 0, findings };
  const assessment = { plan: { name: plan.name, hash: plan.hash, keyId }, ...result, diff };
  if (request.out !== undefined) {
    const out = resolve(request.out);
    writeAtomically(join(out, 'impact-assessment.json'), json(assessment));
    writeAtomically(join(out, 'impact-assessment.md'), assessmentText(plan, result, diff));
  }
  for (const { clause, what, holds } of findings)
    talk.line(`${holds ? 'inside ' : 'OUTSIDE'}  ${clause}: ${what}`);
  const outside = findings.filter(({ holds }) => !holds).map(({ clause }) => clause);
  const line = result.inside ? 'inside the plan' : `blocked by ${[...new Set(outside)].join(', ')}`;
  process.stdout.write(`${request.json ? JSON.stringify(assessment) : line}\n`);
  return result.inside ? 0 : 4;
}

function assessmentText(plan: ChangePlan, { inside, findings }: ChangeCheck, diff: PackDiff): string {
  const { protocol } = plan;
  const chapters: Chapter[] = [
    {
      title: 'Result',
      sentences: [
        inside
          ? `Every change lies inside the plan ${plan.name} (${plan.hash.slice(0, 16)}), agreed on ${plan.agreed.on} by ${plan.agreed.by.join(', ')}.`
          : `Blocked: not every change lies inside the plan ${plan.name} (${plan.hash.slice(0, 16)}).`,
        plan.benefit_and_risk,
      ],
      header: ['clause', 'what changed or must hold', 'inside'],
      rows: findings.map(({ clause, what, holds }) => [clause, what, holds ? 'yes' : 'NO']),
    },
    {
      title: 'Protocol',
      sentences: [],
      header: ['part', 'as agreed'],
      rows: Object.entries(protocol).map(([part, words]) => [part, words]),
    },
    ...sayDiff(diff),
  ];
  return chaptersAsMarkdown(`Impact assessment: ${diff.titles.before} → ${diff.titles.after}`, chapters);
}
