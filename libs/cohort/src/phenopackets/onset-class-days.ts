/** The middle of HPO's onset classes in days, the geometric one where the span is wide; before birth is 0. */
const middles: Readonly<Record<string, number>> = {
  'HP:0030674': 0,
  'HP:0011460': 0,
  'HP:0011461': 0,
  'HP:0034199': 0,
  'HP:0034198': 0,
  'HP:0034197': 0,
  'HP:0003577': 0,
  'HP:0003623': 14,
  'HP:0003593': 183,
  'HP:0011463': 1096,
  'HP:0003621': 3653,
  'HP:0011462': 10_227,
  'HP:0025708': 6939,
  'HP:0025709': 10_227,
  'HP:0025710': 12_784,
  'HP:0003581': 15_340,
  'HP:0003596': 18_263,
  'HP:0003584': 24_472,
  'HP:0410280': 1826,
};

/** Days of an onset written as an HPO class. */
export const onsetClassDays = (id: string): number | undefined => middles[id];
