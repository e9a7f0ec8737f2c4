import { coxSnellFromAuroc, developmentSize } from '@raredx/stats';
import type { ClassTask } from '../features.ts';
import { checkClassTask, patientsByClass } from './check-class-task.ts';
import { effectiveRank } from './effective-rank.ts';
import { type HeadKind, headKinds } from './head.ts';

/** How a pretrained encoder is used, from the most frugal on. */
export const backboneStrategies = [
  'frozen-head',
  'adapters',
  'partial-unfreeze',
  'discriminative',
  'full',
] as const;
export type BackboneStrategy = (typeof backboneStrategies)[number];

export interface MenuEntry {
  readonly name: HeadKind | BackboneStrategy | 'unpenalised';
  readonly offered: boolean;
  /** Why the data cannot support it; where offered, what a reader should know, or ''. */
  readonly reason: string;
  /** Parameters that the data choose; undefined where no count says anything (a network of millions, regularised by its start). */
  readonly effectiveParameters?: number;
  /** Patients of the rarest class for each of them. */
  readonly eventsPerParameter?: number;
  /** Patients that Riley's criteria ask for with so many parameters. */
  readonly leastPatients?: number;
}

export interface ModelMenu {
  readonly patients: number;
  /** Patients of the rarest class. */
  readonly rarest: { readonly className: string; readonly patients: number };
  /** Directions in which the features really vary: (tr S)² / tr S², S their covariance. */
  readonly effectiveRank: number;
  readonly entries: readonly MenuEntry[];
}

export interface ModelMenuOptions {
  /** AUROC of the rarest class against the rest that a model is thought to reach. @default 0.8 */
  readonly anticipatedAuroc?: number;
}

/** Patients of the rarest class that each choice asks for, and what it spends them on. */
const needs: Readonly<Record<HeadKind | BackboneStrategy, readonly [patients: number, what: string]>> = {
  'nearest-centroid': [2, 'a class mean and a held-out patient'],
  ridge: [5, 'a penalty chosen by patients left out'],
  softmax: [10, 'a penalty chosen by folds within folds'],
  lda: [10, 'a covariance and its shrinkage'],
  'frozen-head': [2, 'a head on fixed features'],
  adapters: [20, 'small matrices in every block and an epoch chosen by held-out patients'],
  'partial-unfreeze': [50, 'the last block’s weights and an epoch chosen by held-out patients'],
  discriminative: [100, 'every weight, slowly, and an epoch chosen by held-out patients'],
  full: [100, 'every weight and an epoch chosen by held-out patients'],
};

/**
 * What the data can support. A choice is refused where its rarest class has fewer patients than the choice has things
 * to learn them for (conventions, stated in the reason: no theorem gives them), unpenalised regression by the criteria of
 * Riley et al. Choices offered with fewer patients than those criteria ask of as many effective parameters say so.
 *
 * @see Riley RD et al. (2020) BMJ 368:m441; van Smeden M et al. (2019) Stat Methods Med Res 28:2455-2474
 */
export function modelMenu(task: ClassTask, { anticipatedAuroc = 0.8 }: ModelMenuOptions = {}): ModelMenu {
  checkClassTask('model menu', task);
  const { classNames, features } = task;
  const counts = patientsByClass(task);
  const least = Math.min(...counts);
  const patients = new Set(task.groups).size;
  const rarest = { className: classNames[counts.indexOf(least)]!, patients: least };
  const rank = effectiveRank(features);
  const contrasts = classNames.length - 1;
  const counted = (parameters: number) => ({
    effectiveParameters: parameters,
    eventsPerParameter: least / parameters,
    leastPatients: rileySize({ prevalence: least / patients, parameters, anticipatedAuroc }),
  });
  const parameters: Readonly<Record<HeadKind, number>> = {
    'nearest-centroid': classNames.length,
    ridge: rank * contrasts,
    softmax: rank * contrasts,
    lda: rank * contrasts,
  };
  const facts = { rarest, patients };
  return {
    patients,
    rarest,
    effectiveRank: rank,
    entries: [
      ...headKinds.map((kind) => headEntry(kind, counted(parameters[kind]), facts)),
      unpenalised(counted((features.width + 1) * contrasts), facts),
      ...backboneStrategies.map((strategy) => strategyEntry(strategy, facts)),
    ],
  };
}

interface Facts {
  readonly rarest: ModelMenu['rarest'];
  readonly patients: number;
}

interface Counted {
  readonly effectiveParameters: number;
  readonly eventsPerParameter: number;
  readonly leastPatients: number;
}

function shortage(name: HeadKind | BackboneStrategy, { rarest }: Facts): string | undefined {
  const [wanted, what] = needs[name];
  if (rarest.patients >= wanted) return undefined;
  const have = `${rarest.className} has ${rarest.patients} ${rarest.patients === 1 ? 'patient' : 'patients'}`;
  return `${have}, ${wanted} are asked for by convention: it learns ${what}`;
}

function headEntry(name: HeadKind, counted: Counted, facts: Facts): MenuEntry {
  const refused = shortage(name, facts);
  const { leastPatients, effectiveParameters, eventsPerParameter } = counted;
  const thin =
    facts.patients < leastPatients
      ? `${facts.patients} patients for ${effectiveParameters.toFixed(0)} effective parameters (${eventsPerParameter.toPrecision(2)} of the rarest class for each); Riley's criteria ask for ${leastPatients}: the penalty has to do much of the work`
      : '';
  return { name, offered: refused === undefined, reason: refused ?? thin, ...counted };
}

function unpenalised(counted: Counted, { patients }: Facts): MenuEntry {
  const { leastPatients, effectiveParameters } = counted;
  const offered = patients >= leastPatients;
  const reason = offered
    ? ''
    : `${patients} patients for ${effectiveParameters} parameters; Riley's criteria ask for ${leastPatients}`;
  return { name: 'unpenalised', offered, reason, ...counted };
}

function strategyEntry(name: BackboneStrategy, facts: Facts): MenuEntry {
  const refused = shortage(name, facts);
  return { name, offered: refused === undefined, reason: refused ?? '' };
}

function rileySize(of: {
  readonly prevalence: number;
  readonly parameters: number;
  readonly anticipatedAuroc: number;
}): number {
  const { prevalence, parameters, anticipatedAuroc } = of;
  const coxSnell = coxSnellFromAuroc(anticipatedAuroc, prevalence);
  return developmentSize({ prevalence, parameters: Math.ceil(parameters), coxSnell }).patients;
}
