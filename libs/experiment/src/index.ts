export { checkedYaml } from './checked-yaml.ts';
export { ConfigError } from './config-error.ts';
export { nearestName } from './nearest-name.ts';
