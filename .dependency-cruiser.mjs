import { readdirSync, readFileSync } from 'node:fs';

/**
 * Module boundaries by Nx tag: `nx.tags` in each package.json says where a project stands, this table says whom a tag
 * may import. A project may import its own files, the packages its tag allows, and nothing else of the workspace.
 */
const mayImport = {
  'lib:tables': [],
  'lib:stats': [],
  'lib:experiment': [],
  'lib:cohort': ['layer:ground'],
  'lib:ontology': ['layer:ground'],
  'lib:runtime': ['layer:ground'],
  'lib:backbone': ['layer:ground', 'layer:data'],
  'lib:training': ['layer:ground', 'layer:data', 'lib:backbone'],
  'lib:metrics': ['lib:tables', 'lib:stats'],
  'lib:validation': ['lib:tables', 'lib:stats', 'lib:metrics'],
  'lib:gate': ['lib:tables', 'lib:stats', 'lib:experiment', 'lib:metrics', 'lib:validation'],
  'lib:report': ['lib:tables', 'lib:experiment'],
  'lib:mlflow-js-client': [],
  'layer:app': ['layer:ground', 'layer:data', 'side:learn', 'side:judge', 'layer:report'],
};

const projects = ['apps', 'libs'].flatMap((group) =>
  readdirSync(new URL(group, import.meta.url)).map((folder) => {
    const path = `${group}/${folder}`;
    const { nx } = JSON.parse(readFileSync(new URL(`${path}/package.json`, import.meta.url), 'utf8'));
    return { path, tags: nx?.tags ?? [] };
  }),
);

const forbidden = projects.flatMap(({ path, tags }) => {
  const rule = tags.find((tag) => tag in mayImport);
  const allowed = new Set(rule ? mayImport[rule] : []);
  const others = projects.filter(
    (other) => other.path !== path && !other.tags.some((tag) => allowed.has(tag)),
  );
  return others.map((other) => ({
    name: `${path.replace('/', '-')}-must-not-know-${other.path.replace('/', '-')}`,
    severity: 'error',
    from: { path: `^${path}/src` },
    to: { path: `^${other.path}/` },
  }));
});

export default {
  forbidden: [
    ...forbidden,
    {
      // An import that cannot be resolved would be seen by no rule.
      name: 'workspace-imports-resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, path: '^(@raredx/|mlflow-js-client)' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'judging-does-no-io',
      severity: 'error',
      from: { path: '^libs/(stats|metrics|validation|gate)/src', pathNot: '\\.(test|slow)\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|out-tsc)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@raredx/source', 'import', 'node', 'default'],
    },
  },
};
