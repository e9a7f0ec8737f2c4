import type { Finding } from './diagnosis.ts';
import { machineFindings } from './machine-findings.ts';
import type { RuntimeKind } from './runtime.ts';
import { tensorFindings } from './tensor-findings.ts';
import { toolFindings } from './tool-findings.ts';

/** What `raredx doctor` shows: the findings in a fixed order, and the runtime that a training would get. */
export type Diagnosis = { readonly findings: readonly Finding[]; readonly runtime: RuntimeKind };

/** Looks at this machine without changing it and without loading TensorFlow into this process. */
export const diagnose = async (): Promise<Diagnosis> => {
  const [machine, tools, tensors] = await Promise.all([machineFindings(), toolFindings(), tensorFindings()]);
  return Object.freeze({ findings: [...machine, ...tools, ...tensors.findings], runtime: tensors.kind });
};
