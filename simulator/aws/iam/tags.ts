import { type Operation, type Operations, read, write } from '../operation.ts';
import { tagList, textList } from '../parameters.ts';
import { type EntityKind, entityKinds } from './entities.ts';
import { pageFrom } from './paging.ts';

export const tagOperations: Operations = Object.fromEntries(entityKinds.flatMap(tagsOf));

function tagsOf(kind: EntityKind): [string, Operation][] {
  return [
    [
      `List${kind.name}Tags`,
      read(kind.need, (call) => {
        const page = pageFrom(kind.find(call).tags, call.parameters);
        return { Tags: page.items, ...page.more };
      }),
    ],
    [
      `Tag${kind.name}`,
      write(kind.need, (call) => {
        const entity = kind.findToChange(call);
        const given = tagList(call.parameters);
        const kept = entity.tags.filter((tag) => !given.some(({ Key }) => Key === tag.Key));
        entity.tags = [...kept, ...given];
        return undefined;
      }),
    ],
    [
      `Untag${kind.name}`,
      write(kind.need, (call) => {
        const entity = kind.findToChange(call);
        const keys = textList(call.parameters, 'TagKeys');
        entity.tags = entity.tags.filter(({ Key }) => !keys.includes(Key));
        return undefined;
      }),
    ],
  ];
}
