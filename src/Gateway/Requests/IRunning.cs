namespace Gateway.Requests;

/// <summary>Something that runs on a backend for a request and holds a place there.</summary>
internal interface IRunning
{
    /// <summary>Gives the place back. Further calls do nothing.</summary>
    void End();

    /// <summary>Whether it says something of the model when the answer stalls, and not of how long somebody waits.</summary>
    bool StallCounts => true;

    /// <summary>Ends an answer that has used what it may.</summary>
    void Cut();
}
