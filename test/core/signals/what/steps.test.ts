import { expect, it } from 'vitest';
import { emptyRecent } from '../../../../core/context/recent.ts';
import type { Region } from '../../../../core/model/brand.ts';
import { hour, minute } from '../../../../core/model/instant.ts';
import { noteLook, noteSurvey, regionsCombed } from '../../../../core/signals/what/steps.ts';
import { use } from '../../../cases/use.ts';

const at = (minutes: number, name: string) => {
  const region = name as Region;
  const list = use({ action: 'secretsmanager:ListSecrets', region, minutesLater: minutes });
  const instances = use({ action: 'ec2:DescribeInstances', region, minutesLater: minutes });
  return { list, instances };
};

it('an inventory that returns to its Regions combs none of them, though a list of secrets is delivered after the next round', () => {
  const recent = emptyRecent();
  const { list, instances } = at(30, 'eu-west-3');
  noteSurvey(recent, instances);
  noteSurvey(recent, at(40, 'eu-west-3').instances);
  noteLook(recent, list, 'eu-west-3');
  expect(regionsCombed(recent, list.at + 5 * minute)).toBe(0);
  expect(regionsCombed(recent, list.at + 2 * hour)).toBe(0);
});

it('a Region is combed where secrets alone are looked for', () => {
  const recent = emptyRecent();
  const { list } = at(30, 'eu-west-3');
  noteSurvey(recent, at(25, 'eu-central-1').instances);
  noteLook(recent, list, 'eu-west-3');
  expect(regionsCombed(recent, list.at + 5 * minute)).toBe(1);
});
