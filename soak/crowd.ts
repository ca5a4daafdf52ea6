/** A process with a scene in it. */

import { obey } from './orders.ts';
import { Scene, type SceneOptions } from './scene.ts';

let scene: Scene;

export interface Sample {
  /** Of the acknowledgements since the last sample, as the counts of `Latencies`. */
  readonly latencies: readonly number[];
  readonly counts: Scene['counts'];
  readonly wrongs: readonly string[];
}

obey({
  open(options: SceneOptions) {
    scene = new Scene(options);
    return scene.open();
  },
  busy: (thinkMs: number) => scene.busy(thinkMs),
  quiet: () => scene.quiet(),
  over: () => scene.over(),
  sample: (): Sample => ({
    latencies: scene.latencies.take().counts,
    counts: scene.counts,
    wrongs: scene.wrongs,
  }),
});
