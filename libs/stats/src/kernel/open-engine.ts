import type { Engine } from './engine.ts';
import { openTypescriptEngine } from './typescript-engine.ts';
import { openWasmEngine } from './wasm-engine.ts';

/** The fastest engine there is with room for `bytes`, or the one that is asked for. */
export function openEngine(bytes: number, wanted?: Engine['name']): Engine {
  if (wanted === 'typescript') return openTypescriptEngine();
  return openWasmEngine(bytes) ?? openTypescriptEngine();
}
