/** The suite notices faults in what is said of whole runs. */

import { livenessFaults } from "./liveness-faults.js";
import { expectNoticed } from "./noticed.js";

expectNoticed(livenessFaults, 30);
