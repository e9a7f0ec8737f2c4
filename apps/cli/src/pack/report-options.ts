import type { Argv } from 'yargs';

/** What a pack is to hold, and in which forms. */
export const withPackOptions = (yargs: Argv) =>
  yargs
    .option('format', {
      type: 'string',
      describe: 'Also write json, csv, pdf; the page always: --format json,csv,pdf',
    })
    .option('requirements', {
      type: 'string',
      describe:
        'Requirement maps: tripod-ai,probast-ai,claim,stard-ai,fda,gmlp,pccp,ai-act,mdr,hti-1,chai,iso-14971,iec-62304; all, none',
    })
    .option('profile', {
      choices: ['internal', 'shareable'] as const,
      default: 'internal',
      describe: 'shareable: small cells suppressed, no patient rows, in pack-shareable/',
    })
    .option('after', {
      type: 'string',
      describe:
        'With shareable: a copy given out before; refused where the two together give a small count away',
    })
    .option('accept-differences', {
      type: 'boolean',
      default: false,
      describe: 'Share it all the same; what is given away is said',
    })
    .option('human', { type: 'string', describe: 'What people wrote and signed (human.yaml)' })
    .option('human-template', {
      type: 'string',
      describe: 'Write an empty human.yaml to this file, and nothing else',
    })
    .option('require', {
      choices: ['complete'] as const,
      describe: 'Write no pack while a human item is missing',
    })
    .example('$0 report runs/wilms-relapse --requirements tripod-ai,fda,chai --format pdf', '');
