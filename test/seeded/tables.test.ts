/** The suite notices faults in the tables. */

import { expectNoticed } from "./noticed.js";
import { tableFaults } from "./table-faults.js";

expectNoticed(tableFaults, 100);
