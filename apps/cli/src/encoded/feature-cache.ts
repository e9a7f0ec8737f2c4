import { join } from 'node:path';
import { userCache } from '@raredx/experiment';

/** Where frozen features are kept: in the user's cache, beside TensorFlow; `RAREDX_FEATURE_CACHE=off` keeps none. */
export function featureCache(env: NodeJS.ProcessEnv = process.env): string | null {
  if (env.RAREDX_FEATURE_CACHE === 'off') return null;
  return join(userCache(env), 'features');
}
