/** One thread of the simulation: a unit in, its cells out, until no more come. */
import { parentPort } from 'node:worker_threads';
import { loadSource } from '../run/load-source.mjs';

const { simulateCell } = await loadSource('tools/interval-coverage/simulate-cell.ts');
parentPort?.on('message', (unit) => parentPort?.postMessage({ unit, cells: simulateCell(unit) }));
parentPort?.postMessage({ ready: true });
