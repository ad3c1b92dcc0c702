/** What is known of a package before it is published. */
export interface ToPublish {
  readonly version: string;
  readonly repository?: string | { readonly url?: string };
  /** Text of CHANGELOG.md; `null`: there is none. */
  readonly changelog: string | null;
  /** Changesets that no version contains yet. */
  readonly pending: readonly string[];
  /** `owner/name` on GitHub of the workflow that publishes; `null` elsewhere. */
  readonly workflowOf: string | null;
}

/** Why a package cannot be published; empty if it can. */
export function publishProblems({ version, repository, changelog, pending, workflowOf }: ToPublish): string[] {
  const problems: string[] = [];
  const url = typeof repository === 'string' ? repository : repository?.url;
  const path = url && /[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(url)?.[1];
  if (!path)
    problems.push(
      'package.json names no repository, without which npm publishes no provenance: npm pkg set repository=github:OWNER/NAME',
    );
  else if (workflowOf !== null && path.toLowerCase() !== workflowOf.toLowerCase())
    problems.push(`package.json names the repository ${path}, but the workflow is of ${workflowOf}`);
  if (version === '0.0.0') problems.push('the version is 0.0.0: npm run bump');
  if (pending.length > 0)
    problems.push(`no version contains these changesets yet: ${pending.join(', ')}; npm run bump`);
  if (!changelog?.includes(`\n## ${version}\n`)) problems.push(`CHANGELOG.md has no section ${version}: npm run bump`);
  return problems;
}
