namespace Gateway.Simulator.Requests;

/// <summary>The form of the answer that a request asks for.</summary>
internal enum RequestForm
{
    /// <summary>A message.</summary>
    Chat,

    /// <summary>Bare text, as at OpenAI's older address.</summary>
    Completion,

    /// <summary>The text for a gap, in llama.cpp's own format.</summary>
    Infill,
}
