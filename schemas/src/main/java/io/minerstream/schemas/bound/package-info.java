/** What users may give: the bounds of numbers and times, and how numbers and texts are written. Knows no other package. */
package io.minerstream.schemas.bound;
