import { createRandom } from '../../../libs/stats/dist/index.js';

const shares = [0.35, 0.25, 0.2, 0.12, 0.08];
const latents = 200;

/**
 * Rows like the pooled outputs of a convolutional encoder: rectified mixtures of latent directions of falling weight, in
 * five uneven, overlapping classes. Every row is a patient.
 */
export function nestedCvTask({ rows = 600, width = 1280, distance = 0.4 } = {}) {
  const random = createRandom('nested-cv');
  const normals = (count) => Float64Array.from({ length: count }, () => random.normal());
  const centres = shares.map(() =>
    normals(latents).map((value) => (random.uniform() < 0.3 ? distance * value : 0)),
  );
  const mixing = normals(latents * width);
  const values = new Float32Array(rows * width);
  const classes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const k = classOf((i + 0.5) / rows);
    classes[i] = k;
    const latent = normals(latents).map((value, j) => (value + centres[k][j]) * (1 + j) ** -0.6);
    const out = normals(width).map((value) => 0.1 * value + 0.2);
    for (let j = 0; j < latents; j++)
      for (let c = 0; c < width; c++) out[c] += 0.4 * latent[j] * mixing[j * width + c];
    for (let c = 0; c < width; c++) values[i * width + c] = Math.max(0, out[c]);
  }
  return {
    features: { rows, width, values },
    classes,
    classNames: shares.map((_, k) => `class ${k}`),
    groups: Int32Array.from(classes.keys()),
  };
}

function classOf(at) {
  const below = shares.map((_, k) => shares.slice(0, k + 1).reduce((total, share) => total + share, 0));
  return below.findIndex((share) => share > at);
}
