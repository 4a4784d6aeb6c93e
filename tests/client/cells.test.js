import assert from 'node:assert/strict';
import test from 'node:test';
import { bound, miles as haversine } from '../../src/search/client/cells.js';
import { miles, random } from './sample.js';

test('the distance to a box is that to its nearest point, at the poles and the date line too', () => {
  const r = random(3);
  for (let i = 0; i < 3000; i++) {
    const size = r.one([0, 0.01, 1, 20, 180]);
    const south = Math.max(-90, Math.min(90, r.next() * 200 - 100));
    const west = r.one([-180, 180 - Math.min(size, 360), r.next() * 360 - 180]);
    const north = Math.min(90, south + r.next() * size);
    const east = Math.min(180, west + r.next() * size);
    const at = { lat: r.one([90, -90, south, r.next() * 180 - 90]), lon: r.one([180, -180, west, r.next() * 360 - 180]) };
    const least = bound(at.lat, at.lon, [south, west, north, east]);
    // The nearest of many points of the edge; inside, it is none.
    let sampled = Infinity;
    const steps = 60;
    for (let k = 0; k <= steps; k++) {
      const [lat, lon] = [south + ((north - south) * k) / steps, west + ((east - west) * k) / steps];
      for (const point of [{ lat, lon: west }, { lat, lon: east }, { lat: south, lon }, { lat: north, lon }]) {
        sampled = Math.min(sampled, miles(at, point));
      }
    }
    const turn = (((at.lon - west) % 360) + 360) % 360;
    const inside = at.lat >= south && at.lat <= north && turn <= east - west;
    const gap = (Math.max(north - south, east - west) / steps) * 70;
    assert.ok(least <= sampled + 1e-6, `${i}: ${least} is more than ${sampled}`);
    if (inside) assert.equal(least, 0);
    else assert.ok(least >= sampled - gap - 1e-6, `${i}: ${least} is far below ${sampled}`);
  }
});

test('distances are great circles', () => {
  const r = random(4);
  for (let i = 0; i < 1000; i++) {
    const [a, b] = [0, 1].map(() => ({ lat: r.next() * 180 - 90, lon: r.next() * 360 - 180 }));
    assert.ok(Math.abs(haversine(a.lat, a.lon, b.lat, b.lon) - miles(a, b)) < 1e-4);
  }
  assert.ok(Math.abs(haversine(40.7128, -74.006, 34.0522, -118.2437) - 2445.6) < 1);
});
