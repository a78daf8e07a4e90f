import type { GateServices } from '#lib/gate/call';
import { meRoutes } from './me.ts';
import type { Route } from './route.ts';

/** The resources of one running gate. */
export type Resources = {
  readonly routes: readonly Route[];
  /** Called after the last call was answered; finishes what is under way. */
  close(): Promise<void>;
};

/** Every route of the API, and what runs behind them. */
export function openResources(_services: GateServices): Resources {
  return {
    routes: [...meRoutes],
    close: () => Promise.resolve(),
  };
}
