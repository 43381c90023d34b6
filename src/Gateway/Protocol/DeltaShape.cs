namespace Gateway.Protocol;

/// <summary>How a choice holds its delta or message.</summary>
internal record struct DeltaShape
{
    /// <summary>The member's name.</summary>
    public JsonRange Name { get; set; }

    /// <summary>Its value where it is no object.</summary>
    public JsonRange NoObject { get; set; }

    /// <summary>Where its members begin; 0 for none.</summary>
    public int Inside { get; set; }

    /// <summary>How many members it will have.</summary>
    public int Members { get; set; }

    /// <summary>The member <c>content</c>: its name, and its value whatever that is.</summary>
    public JsonRange ContentName { get; set; }

    public JsonRange ContentValue { get; set; }

    /// <summary>The value of a role that is an empty text.</summary>
    public JsonRange EmptyRole { get; set; }
}
