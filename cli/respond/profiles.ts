import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Names of the profiles in the user's AWS configuration and credentials files, as the SDK finds these. */
export function profilesThere(): readonly string[] {
  const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  const inConfig = sectionsOf(AWS_CONFIG_FILE ?? join(homedir(), '.aws/config')).flatMap((section) => {
    const [, name] = /^(?:profile\s+)(.+)$/.exec(section) ?? (section === 'default' ? ['', section] : []);
    return name === undefined ? [] : [name];
  });
  const inCredentials = sectionsOf(AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws/credentials'));
  return [...new Set([...inConfig, ...inCredentials])].toSorted();
}

function sectionsOf(path: string): string[] {
  try {
    const text = readFileSync(path, 'utf8');
    return [...text.matchAll(/^\s*\[\s*([^\]]+?)\s*\]/gm)].map(([, section = '']) => section.replaceAll(/["']/g, ''));
  } catch {
    // fails toward: a file that names no profile
    return [];
  }
}
