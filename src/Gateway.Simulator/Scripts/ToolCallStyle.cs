using System.Text.Json.Serialization;

namespace Gateway.Simulator.Scripts;

/// <summary>How tool calls are spread over the chunks of a stream.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolCallStyle>))]
public enum ToolCallStyle
{
    /// <summary>One chunk for each call.</summary>
    Whole,

    /// <summary>The name first, then the arguments in pieces without id and type.</summary>
    Pieces,

    /// <summary>Like <see cref="Pieces"/>, with id and type null on the later pieces.</summary>
    PiecesWithNulls,

    /// <summary>Like <see cref="Whole"/>, but parallel calls all have index 0.</summary>
    WholeIndexZero,

    /// <summary>Like <see cref="Pieces"/>, with the id, the type and the name on every piece.</summary>
    PiecesWithNames,

    /// <summary>Like <see cref="Whole"/>, with the arguments as an object, even in answers that are not streamed.</summary>
    WholeAsObject,
}
