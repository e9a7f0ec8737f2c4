import { askProgram } from './ask-program.ts';
import { type Finding, missing, ok } from './diagnosis.ts';

const tools = [
  ['python3', ['--version'], 'install Python 3 (on Debian or Ubuntu: apt install python3)'],
  ['pip', ['-m', 'pip', '--version'], 'install pip (on Debian or Ubuntu: apt install python3-pip)'],
  ['g++', ['--version'], 'install a C++ compiler (on Debian or Ubuntu: apt install g++)'],
] as const;

const toolFinding = async ([item, args, advice]: (typeof tools)[number]): Promise<Finding> => {
  const { output } = await askProgram(item === 'pip' ? 'python3' : item, args);
  if (output === null) return missing(item, 'not found', advice);
  const [line = ''] = output.split('\n');
  return ok(item, /\d+(\.\d+)+/.exec(line)?.[0] ?? line);
};

/** The programs that set-up needs for native TensorFlow. */
export const toolFindings = (): Promise<readonly Finding[]> => Promise.all(tools.map(toolFinding));
