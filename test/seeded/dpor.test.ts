/** The suite notices faults in dynamic partial order reduction. */

import { dporFaults } from "./dpor-faults.js";
import { expectNoticed } from "./noticed.js";

expectNoticed(dporFaults, 15);
