import { memoryContainmentStore } from '../../../adapters/memory/containment-store.ts';
import { memoryLedger } from '../../../adapters/memory/ledger.ts';
import { containmentStoreContract } from '../containment-store.contract.ts';
import { ledgerContract } from '../ledger.contract.ts';

containmentStoreContract('memory', memoryContainmentStore);
ledgerContract('memory', memoryLedger);
