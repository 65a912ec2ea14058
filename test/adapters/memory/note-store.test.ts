import { memoryNoteStore } from '../../../adapters/memory/note-store.ts';
import { noteStoreContract } from '../note-store.contract.ts';

noteStoreContract('memory', memoryNoteStore);
