"""Pictures of cats and dogs, drawn by marching rays through signed distance functions."""
