import { expect, test } from 'vitest';
import { mlModel } from './ml-model.ts';

test('an MLmodel is one line a field, signature and flavors as JSON', () => {
  const text = mlModel({
    path: 'model/logistic',
    flavors: { raredx: { data: 'logistic.safetensors', version: '0.1.0' } },
    inputs: [
      { name: 'age: "years"', type: 'double' },
      { name: 'stage', type: 'string', required: false },
    ],
    outputs: [{ name: 'probability', type: 'double' }],
    uuid: '0'.repeat(32),
    createdAt: 1_764_000_000_123,
  });
  expect(text).toBe(`artifact_path: "model/logistic"
flavors: {"raredx":{"data":"logistic.safetensors","version":"0.1.0"}}
model_uuid: "00000000000000000000000000000000"
signature: ${JSON.stringify({
    inputs:
      '[{"type":"double","name":"age: \\"years\\"","required":true},{"type":"string","name":"stage","required":false}]',
    outputs: '[{"type":"double","name":"probability","required":true}]',
    params: null,
  })}
utc_time_created: "2025-11-24 16:00:00.123000"
`);
});
