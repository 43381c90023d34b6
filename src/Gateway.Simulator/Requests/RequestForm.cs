namespace Gateway.Simulator.Requests;

/// <summary>What kind of an answer a request wants.</summary>
internal enum RequestForm
{
    /// <summary>A message.</summary>
    Chat,

    /// <summary>A bare text, as OpenAI's older address answers.</summary>
    Completion,

    /// <summary>What belongs into a gap, in llama.cpp's own words.</summary>
    Infill,
}
