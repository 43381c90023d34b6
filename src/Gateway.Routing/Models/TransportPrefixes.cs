namespace Gateway.Routing.Models;

/// <summary>The prefixes before a model's own name: they say how it is reached or billed, not what it is. A set.</summary>
[Flags]
public enum TransportPrefixes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>ft:</c>, a fine-tuned copy made by a customer.</summary>
    FineTuned = 1,

    /// <summary><c>LoRA/</c>, the base model that serves LoRA fine-tunes.</summary>
    Lora = 2,

    /// <summary><c>Pro/</c>, the paid copy with limits of its own.</summary>
    Pro = 4,

    /// <summary><c>hf.co/</c>, <c>huggingface.co/</c> or <c>modelscope.cn/</c>: pulled from a model hub.</summary>
    Hub = 8,

    /// <summary>Any other part before the organisation and name, such as <c>Vendor-A/</c> or a registry's host.</summary>
    Other = 16,
}
