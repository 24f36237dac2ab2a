/** What users may give: the bounds of numbers and times, and how numbers are written. Pure. */
package io.minerstream.schemas.bound;
