/** What `raredx validate` gives, and why: read from the table, kept with it. */
export interface Default {
  /** One or several, separated by commas. */
  readonly metric: string;
  readonly interval: string;
  readonly why: string;
}

/** Of the procedures that keep near the nominal coverage the narrowest; where none does, that is said. */
export const defaults: readonly Default[] = [
  {
    metric: 'auroc',
    interval:
      'Newcombe 5 below 20 of the rarer class (10 where patients have several samples), else DeLong, logit scale',
    why: 'DeLong on the logit scale covers as little as 85 % with few of the rarer class, on the plain scale 79 %; Newcombe keeps to 94–97 % and is about a twentieth wider where both hold. It rests on a model of the variance, so DeLong takes over once it is at 93 % or more; below 30 instead of 20 would lift n = 500, 5 % from 93.5 to 95.6 %',
  },
  {
    metric: 'auprc',
    interval: 'logit below 50 events, else patient bootstrap, percentile',
    why: 'the percentile bootstrap covers 50–94 % below 50 events, the logit 93–100 %; from 50 on they are alike (93–96 %), and the bootstrap knows of clustered patients',
  },
  {
    metric: 'brier, brier_scaled, log_loss',
    interval: 'patient bootstrap, percentile',
    why: 'as good as the normal interval: 89–95 % at 10 to 25 events, 93–96 % from 50; below 10 neither holds (a sample with one or two events does not show how far an event can be missed): with fewer than 10 events read these without their interval',
  },
  {
    metric: 'oe_ratio',
    interval: 'log scale, expected fixed; exact where there is no event',
    why: '96–99 % throughout: a little wide, since patients differ in risk and the formula takes them as alike',
  },
  {
    metric: 'calibration_in_the_large, calibration_intercept, calibration_slope',
    interval: 'Wald',
    why: '95–100 % from 2 events on; what separates or lacks a class has no interval',
  },
  {
    metric: 'sensitivity, specificity, ppv, npv',
    interval: 'Wilson',
    why: '95–99 %, but for the NPV of 20 patients at 2 % (92 %); Clopper–Pearson never falls short but is wider by a tenth to a quarter, Jeffreys dips to 92–94 %',
  },
  {
    metric: 'ppv_at_prevalence, npv_at_prevalence',
    interval: 'Mercaldo, logit; adjusted where a cell is empty',
    why: 'PPV 95–99 %; NPV 81–93 % below 10 events, where the few missed events decide, 94–96 % above',
  },
  {
    metric: 'lr_positive, lr_negative',
    interval: 'log scale (Simel); half a case added where a cell is empty',
    why: 'the only one; 80–99 % up to 10 events, since a sensitivity of exactly 1 leaves it no variance, 94–97 % from 20: below that read sensitivity and specificity, whose Wilson limits hold',
  },
  {
    metric: 'kappa',
    interval: 'Fleiss–Cohen–Everitt',
    why: 'the only one; 27–90 % where one category has fewer than 10 cases, 90–95 % above: report the agreement of each category with it',
  },
  {
    metric: 'net_benefit, standardised_net_benefit',
    interval: 'patient bootstrap, percentile',
    why: '90–97 % from 5 events on; useless below, where few resamples differ in their events',
  },
  {
    metric: 'difference:auroc',
    interval: 'paired DeLong',
    why: '81–94 % up to 10 events, 94–95 % from 20: a comparison of models with fewer events is not to be decided by it',
  },
  {
    metric: 'difference:auprc, difference:brier, difference:log_loss, difference:net_benefit',
    interval: 'paired patient bootstrap, percentile',
    why: '86–97 % from 10 events on, 91–98 % from 25; below 10 as low as 52 %',
  },
  {
    metric: 'ici, e50, e90, eci',
    interval: 'patient bootstrap, percentile; marked exploratory below 200 events or non-events',
    why: 'a distance is overestimated in each sample and again in each resample: limits lie too high. ICI: 0–59 % below 10 events, 79–96 % at n = 500; E50, the median, is worse, E90 better. What is shown is an upper bound in all but name: the lower limit must not be read as proof of miscalibration',
  },
  {
    metric: 'ece',
    interval: 'none',
    why: 'the percentile bootstrap never holds in these samples (0–84 %), for the same reason, and was dropped: read the debiased ECE, or the ICI',
  },
];
