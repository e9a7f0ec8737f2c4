import type { CommandModule } from 'yargs';
import type { EmbedRequest } from '../encoded/embed-request.ts';

export const embedCommand: CommandModule<object, EmbedRequest> = {
  command: 'embed <manifest>',
  describe: 'Features of images or notes by a frozen encoder, as Parquet',
  builder: (yargs) =>
    yargs
      .positional('manifest', {
        type: 'string',
        demandOption: true,
        describe: 'Manifest, or folder of pictures (of classes, or pictures alone)',
      })
      .option('image', { type: 'string', describe: 'Column of the picture (default: guessed)' })
      .option('text', { type: 'string', describe: 'Column of the note' })
      .option('encoder', { type: 'string', describe: 'efficientnet-lite0, all-minilm-l6-v2, or a path' })
      .option('size', { type: 'number', describe: 'Side that pictures are brought to, px' })
      .option('colour', {
        choices: ['as-is', 'gray-world', 'standardised'] as const,
        default: 'as-is' as const,
        describe: 'How colour is evened out first',
      })
      .option('device', {
        choices: ['auto', 'cpu', 'gpu'] as const,
        default: 'auto' as const,
        describe: 'Where tensors live',
      })
      .option('out', { type: 'string', demandOption: true, describe: 'Parquet file to write' })
      .example('$0 embed cells.csv --out features.parquet', '') as never,
  handler: async (args) => {
    const { embed } = await import('../encoded/embed.ts');
    process.exitCode = await embed(args);
  },
};
