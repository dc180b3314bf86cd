/*
 * The words of a drawing: what stands in the box of a call and of a note, one line after the other.
 */
#ifndef NTSRM_TOOLS_NTSRM_CAPTIONS_H
#define NTSRM_TOOLS_NTSRM_CAPTIONS_H

#include "scene.h"

#include "scenario/text.h"

/* The call, how it was made, and what came back. */
void caption_call(const struct scene_step *step, struct text *out);
/* What somebody is or keeps from then on; the first line is a heading. */
void caption_note(const struct scene *scene, const struct scene_note *note, struct text *out);
/* All of it in sentences, for who does not see the drawing. */
void caption_all(const struct scene *scene, struct text *out);

#endif
