/**
 * `node datasets/chest-x-ray/join-icu.mjs --cohen FOLDER --hannover FOLDER` writes `data/icu.csv`: one row a frontal film of
 * a patient with pneumonia whose need of intensive care is known, from both collections. Films stay where they are.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Rows of a CSV with quoted fields, as objects. */
function table(path) {
  const rows = [[]];
  let field = '';
  let quoted = false;
  const text = readFileSync(path, 'utf8');
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (quoted && letter === '"' && text[at + 1] === '"') field += text[at++];
    else if (letter === '"') quoted = !quoted;
    else if (quoted || (letter !== ',' && letter !== '\n' && letter !== '\r')) field += letter;
    else if (letter !== '\r') {
      rows.at(-1).push(field);
      field = '';
      if (letter === '\n') rows.push([]);
    }
  }
  if (field !== '' || rows.at(-1).length > 0) rows.at(-1).push(field);
  const [head, ...body] = rows.filter((row) => row.length > 1);
  return body.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])));
}

const sexes = { M: 'male', m: 'male', F: 'female', f: 'female' };
const frontal = { PA: 'pa', AP: 'ap', 'AP Supine': 'ap', pa: 'pa', ap: 'ap' };

/**
 * Cohen: what the report says. Who was intubated counts as in intensive care; who was said not to be, or of whom it would
 * have been said, does not; of all others it is not known.
 */
function needOf({ went_icu: icu, intubated }) {
  if (icu === 'Y' || intubated === 'Y') return 'intensive-care';
  return icu === 'N' || icu === 'Would have been stated' || intubated === 'N' ? 'ward' : null;
}

function cohenFilms(folder) {
  return table(join(folder, 'metadata.csv'))
    .map((row) => ({
      image: join(folder, 'images', row.file),
      label: needOf(row),
      patient: `cohen-${row.patientid}`,
      site: 'cohen',
      attr_sex: sexes[row.sex] ?? 'unknown',
      attr_view: frontal[row.view] ?? 'other',
    }))
    .filter((row) => row.attr_view !== 'other' && row.label !== null);
}

/** Hannover: whether the patient was ever admitted to intensive care. */
function hannoverFilms(folder, extension) {
  const rows = table(join(folder, 'metadata.csv'));
  const admitted = new Set(
    rows.filter((row) => row.icu_admission_offset !== '').map((row) => row.patient_id),
  );
  return rows.map((row) => ({
    image: join(folder, 'images', `${row.image_id}${extension}`),
    label: admitted.has(row.patient_id) ? 'intensive-care' : 'ward',
    patient: `hannover-${row.patient_id}`,
    site: 'hannover',
    attr_sex: sexes[row.sex] ?? 'unknown',
    attr_view: frontal[row.projection] ?? 'other',
  }));
}

const { values } = parseArgs({
  options: {
    cohen: { type: 'string' },
    hannover: { type: 'string' },
    extension: { type: 'string', default: '.jpg' },
  },
});
if (!values.cohen || !values.hannover) {
  process.stderr.write('join-icu: name both collections (--cohen FOLDER --hannover FOLDER)\n');
  process.exit(2);
}
const films = [
  ...cohenFilms(resolve(values.cohen)),
  ...hannoverFilms(resolve(values.hannover), values.extension),
];
const names = ['image', 'label', 'patient', 'site', 'attr_sex', 'attr_view'];
const out = join(dirname(fileURLToPath(import.meta.url)), 'data', 'icu.csv');
mkdirSync(dirname(out), { recursive: true });
const cell = (value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
writeFileSync(
  out,
  `${[names, ...films.map((film) => names.map((name) => cell(film[name])))].map((row) => row.join(',')).join('\n')}\n`,
);
process.stdout.write(`join-icu: ${films.length} films, data/icu.csv\n`);
