using System.Text.Json.Serialization;

namespace Gateway.Simulator;

/// <summary>How tool calls are spread over the chunks of a stream.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolCallStyle>))]
public enum ToolCallStyle
{
    /// <summary>One chunk for each call.</summary>
    Whole,

    /// <summary>The name first, then the arguments in pieces without id and type.</summary>
    Pieces,

    /// <summary>As <see cref="Pieces"/>, with id and type null on the later pieces.</summary>
    PiecesWithNulls,

    /// <summary>As <see cref="Whole"/>, but parallel calls all carry index 0.</summary>
    WholeIndexZero,

    /// <summary>As <see cref="Pieces"/>, with the id, the type and the name on every piece.</summary>
    PiecesWithNames,

    /// <summary>As <see cref="Whole"/>, with the arguments as an object, also in answers that are not streamed.</summary>
    WholeAsObject,
}
