import type { CommandModule } from 'yargs';
import type { RankRequest } from '../phenotype/rank-request.ts';

export const rankCommand: CommandModule<object, RankRequest> = {
  command: 'rank',
  describe: 'Differential diagnosis of cases given as HPO terms; judged too where the diagnosis is known',
  builder: (yargs) =>
    yargs
      .option('cases', {
        type: 'string',
        demandOption: true,
        describe:
          'Phenopacket (.json), folder or zip of them, PhenoBrain list, or a list with a column hpo (.tsv, .csv, .jsonl)',
      })
      .option('model', {
        type: 'string',
        describe:
          'Run folder, or mica-lr for the baseline (default: the newest run, trained first if there is none)',
      })
      .option('exclude-own-publications', {
        type: 'boolean',
        default: false,
        describe:
          'Remove what the knowledge took from the publications of these cases; trains anew (minutes)',
      })
      .option('depth', { type: 'number', default: 50, describe: 'Candidates kept a case' })
      .option('explain', {
        type: 'number',
        default: 200,
        describe: 'First cases for which evidence by finding and next questions are written',
      })
      .option('bootstrap', {
        type: 'number',
        default: 1000,
        describe: 'Resamples of publications for intervals',
      })
      .option('seed', { type: 'number', default: 1 })
      .option('device', {
        choices: ['auto', 'cpu', 'gpu'] as const,
        default: 'auto' as const,
        describe: 'Where tensors live',
      })
      .option('out', {
        type: 'string',
        demandOption: true,
        describe: 'Folder for rankings and differentials',
      })
      .example(
        '$0 rank --cases phenopackets.zip --out ranked --json',
        'top_1, top_3, top_10, mrr on stdout',
      ) as never,
  handler: async (args) => {
    const { rankCases } = await import('../phenotype/rank-cases.ts');
    process.exitCode = await rankCases(args);
  },
};
