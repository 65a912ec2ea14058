import type { Dossier } from '../../core/assess.ts';
import { emptyBaseline } from '../../core/context/habits/baseline.ts';
import { emptyRecent } from '../../core/context/recent.ts';
import { newCourse } from '../../core/verdict/course.ts';
import { emptyEvidence } from '../../core/verdict/evidence.ts';
import { emptyExperience } from '../../core/verdict/experience.ts';

/** Of a credential of which nothing is on record but the changes. */
export function dossier(changes: Partial<Dossier> = {}): Dossier {
  return {
    declared: null,
    baseline: emptyBaseline(),
    principalBaseline: null,
    kinBaseline: null,
    personBaseline: null,
    accountBaseline: null,
    session: null,
    makers: () => [],
    forebears: () => new Set(),
    maker: () => null,
    recent: emptyRecent(),
    population: emptyRecent(),
    parentDoubt: 0,
    inventoried: null,
    watchedSince: null,
    knownAccounts: new Set(),
    evidence: emptyEvidence(),
    course: newCourse(),
    experience: emptyExperience(),
    ...changes,
  };
}
